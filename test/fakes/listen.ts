import type { AddressInfo, Server } from 'node:net';

/** Listens on loopback, at a port that is free. @returns the origin */
export function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`),
    );
  });
}
