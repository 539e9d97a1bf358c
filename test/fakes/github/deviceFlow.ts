import type { Json } from './http';
import type { World } from './world';

/** A sign-in that the user has begun elsewhere. */
export interface DeviceSignIn {
  readonly userCode: string;
  readonly scopes: readonly string[];
  /** Who has entered the code, as soon as the user has. */
  login?: string;
}

const MINUTE = 60;

/**
 * Sign-in of a program that cannot be called back: it shows a code that its user enters on a page, and asks meanwhile whether
 * the user has. OAuth 2.0 Device Authorization Grant (RFC 8628), as GitHub's "Authorizing OAuth apps" has it.
 * @returns undefined for what is no part of it
 */
export function deviceFlow(world: World, method: string, url: URL, body: string): Json | undefined {
  // Parameters may stand in the address or in a form.
  const form = new URLSearchParams(body);
  const parameter = (name: string) => url.searchParams.get(name) ?? form.get(name) ?? '';
  switch (`${method} ${url.pathname}`) {
    case 'POST /login/device/code': {
      const id = world.nextId();
      const userCode = `WDJB-${String(id).padStart(4, '0')}`;
      const scopes = parameter('scope')
        .split(/[ ,]+/)
        .filter(scope => scope !== '');
      const deviceCode = `device-${String(id)}`;
      world.devices.set(deviceCode, { userCode, scopes });
      return {
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: `${world.webUrl}/login/device`,
        expires_in: 15 * MINUTE,
        interval: 1,
      };
    }
    case 'POST /login/oauth/access_token': {
      const deviceCode = parameter('device_code');
      const device = world.devices.get(deviceCode);
      if (device === undefined) return { error: 'incorrect_device_code' };
      if (device.login === undefined) return { error: 'authorization_pending' };
      world.devices.delete(deviceCode);
      return {
        access_token: world.grant(device.login, device.scopes),
        token_type: 'bearer',
        scope: device.scopes.join(','),
      };
    }
    default:
      return undefined;
  }
}
