import * as path from 'node:path';
import { pictureScreens, THEMES } from '../ui/screens';
import { chooseHost } from './host';
import { writeMovingPicture } from './movingPicture';
import { ROOT } from './paths';

/** The screens that the moving picture of the README shows, in this order. */
const SHOWN = ['versions', 'plan', 'notes', 'failed', 'published'];

/**
 * `npm run screenshots [THEME …]`: pictures of every screen in each theme, with a narrow side bar and at 150 %, in
 * out/screenshots. The light ones become the moving picture of the README.
 */
async function main(wanted: readonly string[]): Promise<void> {
  const host = await chooseHost();
  console.log(`Host: ${host.name}`);
  for (const theme of Object.keys(THEMES) as (keyof typeof THEMES)[]) {
    if (wanted.length > 0 && !wanted.includes(theme)) continue;
    const files = await pictureScreens(host, theme);
    if (theme !== 'light') continue;
    const shown = SHOWN.flatMap(name => files.filter(file => file.endsWith(`-${name}.png`)));
    writeMovingPicture(path.join(ROOT, 'media', 'readme', 'release.png'), shown);
  }
}

void main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
