import { execFileSync } from 'node:child_process';
import { CargoConfig } from '../../src/cratesIndex/cargoConfig';
import { SparseIndex } from '../../src/cratesIndex/sparseIndex';

/**
 * Reads crates from the registry of cargo's own configuration, and asks cargo for the newest version of each.
 *
 * @param names such as `serde`
 */
export async function benchCrates(names: readonly string[]): Promise<void> {
  const folder = process.cwd();
  const config = await CargoConfig.read({ folder, isTrusted: true });
  const client = new SparseIndex(config.registry('crates-io'), { userAgent: 'budtiktok-release' });
  console.log(
    '| crate | versions | yanked | unread | newest, not yanked | rust-version | cargo info |',
  );
  console.log('|---|---|---|---|---|---|---|');
  for (const name of names) {
    const { versions, unread } = await client.crate(name);
    const usable = versions.filter(({ yanked, version }) => !yanked && !version.includes('-'));
    const newest = [...usable].sort((a, b) => compare(b.version, a.version))[0];
    const said = execFileSync('cargo', ['info', '--color=never', name], {
      encoding: 'utf8',
      cwd: '/',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const cargo = /^version: (\S+)/m.exec(said)?.[1] ?? '?';
    console.log(
      `| ${name} | ${versions.length} | ${versions.filter(({ yanked }) => yanked).length} | ${unread} | ${newest?.version ?? ''} | ${newest?.rustVersion ?? ''} | ${cargo} |`,
    );
  }
}

function compare(one: string, other: string): number {
  const [a, b] = [one, other].map(text => text.split(/[.+]/).slice(0, 3).map(Number));
  return (a ?? []).map((number, at) => number - (b?.[at] ?? 0)).find(found => found !== 0) ?? 0;
}
