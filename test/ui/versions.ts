import { agreement } from '../../src/manifests/package';
import { disk } from '../../src/manifests/scan/fileReader';
import { ManifestIndex } from '../../src/manifests/scan/manifestIndex';

/** The version of the only package in a folder on disk, and how many of its sites do not say it. */
export async function agreementOf(dir: string): Promise<[string | undefined, number]> {
  const {
    packages: [pkg],
  } = await new ManifestIndex(dir, disk).scan();
  const { current, mismatched } = agreement(pkg?.sites ?? []);
  return [current?.text, mismatched.length];
}
