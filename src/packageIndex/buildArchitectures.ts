import { architectureNamed, architectureOfRunner } from '../base/platforms';
import type { Platform } from './buildIdentifiers';

/** The architectures of `CIBW_ARCHS`, by Rust's names. */
export function architecturesOf(
  platform: Platform,
  label: string,
  text: string,
  version: number | undefined,
): readonly string[] | undefined {
  if (platform === 'pyodide') return ['wasm32'];
  const native = architectureOfRunner(label);
  if (platform === 'ios') return iosArchitectures(text, label, native);
  const is64 = native === 'x86_64' || native === 'aarch64';
  const small =
    native === 'x86_64' && (platform === 'linux' || platform === 'windows') ? ['i686'] : [];
  const archs: string[] = [];
  for (const word of text.split(/[\s,]+/).filter(word => word !== '')) {
    if (/^(?:auto|native|auto64|auto32)$/.test(word)) {
      if (native === undefined || !is64) return undefined;
      // What "auto" means on Linux differs between the majors.
      if (word === 'auto' && platform === 'linux' && version === undefined) return undefined;
      const withSmall = word === 'auto' && (platform === 'windows' || (version ?? 0) < 300);
      if (word !== 'auto32') archs.push(native);
      if (word === 'auto32' || withSmall) archs.push(...small);
    } else if (word === 'all') {
      archs.push(
        ...(platform === 'linux'
          ? ['x86_64', 'i686', 'aarch64', 'ppc64le', 's390x', 'armv7', 'riscv64']
          : platform === 'macos'
            ? ['x86_64', 'aarch64', 'universal2']
            : platform === 'android'
              ? ['x86_64', 'aarch64']
              : ['x86_64', 'i686', 'aarch64']),
      );
    } else {
      const arch = architectureNamed(word);
      if (arch === undefined) return undefined;
      archs.push(arch);
    }
  }
  return archs;
}

/** The architecture at the end of an identifier: `manylinux_x86_64`, `win32`. */
export function architectureOfPlace(place: string): string {
  if (place === 'win32') return 'i686';
  const [, arch, device] = /^ios_(\w+?)_(iphone\w+)$/.exec(place) ?? [];
  if (arch !== undefined)
    return `${architectureNamed(arch) ?? arch}${device === 'iphoneos' ? '' : '-sim'}`;
  return architectureNamed(place.replace(/^[a-z]+_/, '')) ?? place;
}

/** iOS has a device and two simulators, which Rust calls `aarch64-apple-ios` and `aarch64-apple-ios-sim`. */
function iosArchitectures(
  text: string,
  label: string,
  native: string | undefined,
): readonly string[] | undefined {
  if (!label.startsWith('macos') || native === undefined) return undefined;
  return text
    .split(/[\s,]+/)
    .filter(word => word !== '')
    .flatMap(word => {
      if (word === 'all') return ['aarch64', 'aarch64-sim', 'x86_64-sim'];
      if (!/^(?:auto|native|auto64)$/.test(word)) return [architectureOfPlace(`ios_${word}`)];
      return word === 'auto' && native === 'aarch64'
        ? ['aarch64', 'aarch64-sim']
        : [`${native}-sim`];
    });
}
