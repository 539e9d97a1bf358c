import * as assert from 'node:assert/strict';
import { PYTHON_RELEASE } from '../github/workflows/support';
import { environment, file, lines, secrets, seen, settings, unknown } from './support';

const crates = (steps: string, job = '') =>
  file(
    `on:\n  push:\n    tags: ['v*']\njobs:\n  publish-crates:\n    runs-on: ubuntu-latest\n${job}    steps:\n${steps}`,
    'release.yml',
  );
const TOKEN = '      - run: cargo publish -p demo-core --token ${{ secrets.CRATES_IO_TOKEN }}\n';
const TRUSTED =
  '      - uses: rust-lang/crates-io-auth-action@v1\n        id: auth\n      - run: cargo publish -p demo-core\n        env:\n          CARGO_REGISTRY_TOKEN: ${{ steps.auth.outputs.token }}\n';

function said(workflow: ReturnType<typeof file>, more = {}): string[] {
  return lines(
    { workflows: [file(PYTHON_RELEASE), workflow], settings: seen(settings(more)) },
    /CRATES_IO_TOKEN|crates\.io|demo-core/,
  );
}

describe('what a release of crates needs', () => {
  it('is the secret that the job names, in the repository or its environment', () => {
    assert.deepEqual(said(crates(TOKEN)), [
      'problem CRATES_IO_TOKEN: missing: the job publish-crates publishes crates with it',
    ]);
    assert.deepEqual(said(crates(TOKEN), { secrets: secrets('CRATES_IO_TOKEN') }), [
      'ok CRATES_IO_TOKEN: the job publish-crates publishes crates with it',
    ]);
    assert.deepEqual(said(crates(TOKEN), { secrets: unknown, organizationSecrets: seen([]) }), [
      'unknown CRATES_IO_TOKEN: not known: refused',
    ]);
  });

  it('is not known to be missing where its environment was not read', () => {
    const job = '    environment: crates-io\n';
    const environments = seen([environment('crates-io')]);
    assert.deepEqual(said(crates(TOKEN, job), { environments }), [
      'unknown CRATES_IO_TOKEN: not known: the environment crates-io was not read',
    ]);
    assert.deepEqual(
      said(crates(TOKEN, job), {
        environments,
        environmentSecrets: new Map([['crates-io', secrets('CRATES_IO_TOKEN')]]),
      }),
      ['ok CRATES_IO_TOKEN: the job publish-crates publishes crates with it'],
    );
  });

  it('is an entry on crates.io for trusted publishing', () => {
    assert.deepEqual(said(crates(TRUSTED)), [
      'info Trusted publishing of demo-core: crates.io must know BudEcosystem/budtiktok and release.yml',
    ]);
  });

  it('is a token, where the job has none', () => {
    assert.deepEqual(said(crates('      - run: cargo publish -p demo-core\n')), [
      'problem Sign-in to crates.io: missing: the job publish-crates publishes crates without a token',
    ]);
  });

  it('is nothing where no step publishes crates', () => {
    assert.deepEqual(said(crates('      - run: cargo publish --dry-run\n')), []);
  });
});
