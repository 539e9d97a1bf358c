import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { ROOT } from './paths';

/** The table of hostile inputs, which `npm run inputs` writes. */
export const TESTED_INPUTS = path.join(ROOT, 'docs', 'tested-inputs.md');

/** Test files about input from outside, and what the input could reach. */
const SINKS: Readonly<Record<string, string>> = {
  canaryWatch: 'output, files and the arguments of programs',
  'base/programs': 'programs that are started',
  'base/secrets': 'messages and logs',
  'base/wildcards': 'time',
  'cli/hostile': 'files, time and output of the command line',
  'github/address': 'the address of requests and tokens',
  'github/canary': 'messages, logs and requests',
  'github/secrets': 'secrets of a repository',
  'github/workflows/filterPattern': 'time, and what starts a workflow',
  'github/workflows/limits': 'time and memory',
  'github/workflows/robust': 'what is said of a workflow',
  'github/workflows/template': 'the workflow that is generated',
  'github/workflows/trial': 'a run of Test Publish',
  'github/workflows/trialEvasion': 'a run of Test Publish',
  'git/gitFailure': 'messages',
  'manifests/hostile': 'files and time',
  'manifests/patternTime': 'time',
  'maturin/publishSteps': 'an upload to an index',
  'maturin/tools': 'programs that are started',
  'release/changelog/size': 'time and memory',
  'release/localPublish': 'the confirmation of an upload',
  'ui/sinks': 'notifications, lists, trees, status bar, Markdown, terminals',
};

interface Report {
  readonly tests: readonly { readonly fullTitle: string; readonly file: string }[];
}

/** The table, from the titles of the tests. It needs the built tests, and runs none of them. */
export function testedInputs(): string {
  const files = Object.keys(SINKS).map(name =>
    path.join(ROOT, 'out', 'test', 'unit', `${name}.test.js`),
  );
  const output = execFileSync(
    process.execPath,
    [
      path.join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js'),
      '--no-config',
      '--dry-run',
      '--reporter',
      'json',
      ...files,
    ],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const { tests } = JSON.parse(output.slice(output.indexOf('{'))) as Report;
  const rows = tests.map(({ fullTitle, file }) => {
    const name = path
      .relative(path.join(ROOT, 'out', 'test', 'unit'), file)
      .split(path.sep)
      .join('/')
      .replace(/\.test\.js$/, '');
    return `| ${cell(SINKS[name] ?? '')} | ${cell(fullTitle)} | \`test/unit/${name}.test.ts\` |`;
  });
  return `# Tested inputs

Input from outside that tests try, what it could reach, and what happens instead. Every row is a test that passes in CI.
\`npm run inputs\` writes this table from the titles of the tests; a test compares the two.

${rows.length} rows.

| What it could reach | Input and outcome | Test |
|---|---|---|
${rows.join('\n')}
`;
}

/** One line of visible text, in which nothing is markup. */
function cell(text: string): string {
  const visible = text.replace(
    /[^\x20-\x7e\u00a1-\u02ff\u2010-\u2027]/g,
    found => `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  const cut = visible.length > 200 ? `${visible.slice(0, 199)}…` : visible;
  return cut.replace(/[\\`*_{}[\]<>|]/g, '\\$&');
}
