import { readVersion } from '../../../src/versions/writtenVersion';

export interface FakeFile {
  readonly fileName: string;
  readonly version: string;
  readonly sha256: string;
  readonly size: number;
  readonly uploaded: string;
  readonly requiresPython: string;
  readonly yanked: false | string;
}

export interface FakePage {
  readonly name: string;
  readonly files: readonly FakeFile[];
  readonly status: string | undefined;
}

/** A project page as PyPI serves it by PEP 691. */
export function jsonPage({ name, files, status }: FakePage): string {
  return JSON.stringify({
    meta: { 'api-version': '1.4', '_last-serial': 1 },
    name,
    ...(status !== undefined && { 'project-status': { status } }),
    versions: [...new Set(files.map(({ version }) => version))],
    files: files.map(file => ({
      filename: file.fileName,
      url: `../../files/${file.fileName}`,
      hashes: { sha256: file.sha256 },
      size: file.size,
      'upload-time': file.uploaded,
      'requires-python': file.requiresPython,
      yanked: file.yanked,
      'core-metadata': false,
    })),
  });
}

/** The same by PEP 503 and 592, as PyPI writes it. */
export function htmlPage({ name, files, status }: FakePage): string {
  const anchors = files.map(
    file =>
      `    <a href="../../files/${file.fileName}#sha256=${file.sha256}" data-requires-python="${escaped(file.requiresPython)}"` +
      `${file.yanked === false ? '' : ` data-yanked="${escaped(file.yanked)}"`} >${file.fileName}</a><br />`,
  );
  return `<!DOCTYPE html>
<html>
  <head>
    <meta name="pypi:repository-version" content="1.4">
${status === undefined ? '' : `    <meta name="pypi:project-status" content="${status}">\n`}    <title>Links for ${name}</title>
  </head>
  <body>
    <h1>Links for ${name}</h1>
${anchors.join('\n')}
</body>
</html>
<!--SERIAL 1-->`;
}

/** `/pypi/{name}/{version}/json`, or undefined where there is no file of the version. */
export function versionPage(version: string, all: readonly FakeFile[]): string | undefined {
  const { key } = readVersion(version, 'pep440');
  const files = all.filter(file => readVersion(file.version, 'pep440').key === key);
  if (files[0] === undefined) return undefined;
  return JSON.stringify({
    info: { version: files[0].version },
    last_serial: 1,
    urls: files.map(file => ({
      filename: file.fileName,
      url: `https://files.example.org/${file.fileName}`,
      digests: { sha256: file.sha256 },
      size: file.size,
      upload_time_iso_8601: file.uploaded,
      requires_python: file.requiresPython,
      yanked: file.yanked !== false,
      yanked_reason: file.yanked === false ? null : file.yanked,
      packagetype: file.fileName.endsWith('.whl') ? 'bdist_wheel' : 'sdist',
    })),
  });
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
