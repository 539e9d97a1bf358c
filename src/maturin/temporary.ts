import { mkdtemp, realpath, rm } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Steps } from './step';

/** Runs steps around a new folder, which is gone when they are over, however they end. */
export async function* withTemporaryFolder(name: string, steps: (dir: string) => Steps): Steps {
  const dir = await mkdtemp(path.join(await realpath(os.tmpdir()), `budtiktok-${name}-`));
  try {
    return yield* steps(dir);
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
