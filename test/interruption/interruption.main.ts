import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { FLOWS } from './flows';
import { type Cut, InterruptedFlow, type Result } from './interrupt';

const HELP = `Kills releases at many moments, resumes and undoes each, and compares the end with an uninterrupted release.

  npm run interruption -- [options]

  --flow NAME       only this flow; can be repeated. Flows: ${FLOWS.map(({ name }) => `"${name}"`).join(', ')}
  --every N         every Nth moment of a flow (default: 1)
  --offset K        starts with moment K, counted from 0 (default: 0). All offsets below N cover every moment
  --only RANGE      only these moments, such as outside:12, inside:3-9; can be repeated
  --faults          lets a step fail at each moment, before or after its effect, in place of killing the program
  --undo            kills the undo of a release that was stopped before its push or its merge
  --step TEXT       with --faults: only steps with this text, such as "git push"
  --results FILE    appends each result as a line of JSON, and leaves out the moments that it has. The table covers all of it
  --table FILE      writes the table, as Markdown
  --help            prints this

Exits with 1 where a release ended differently or could not be finished.`;

/** The order of a flow's rows. */
const KINDS = ['killed', 'undo killed', 'refuse', 'lost', 'full'] as const;

function kindOf({ fault, isOfUndo }: Cut): (typeof KINDS)[number] {
  return isOfUndo === true ? 'undo killed' : (fault ?? 'killed');
}

interface Line extends Result {
  readonly flow: string;
  /** How many moments the flow has. */
  readonly of: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      flow: { type: 'string', multiple: true },
      every: { type: 'string', default: '1' },
      offset: { type: 'string', default: '0' },
      only: { type: 'string', multiple: true },
      faults: { type: 'boolean' },
      undo: { type: 'boolean' },
      step: { type: 'string', default: '' },
      results: { type: 'string' },
      table: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(HELP);
    return;
  }
  const [every, offset] = [Number(values.every), Number(values.offset)];
  const unknown = values.flow?.find(name => !FLOWS.some(flow => flow.name === name));
  if (unknown !== undefined || !(every >= 1) || !(offset >= 0)) {
    console.error(unknown === undefined ? HELP : `No flow has the name "${unknown}".\n\n${HELP}`);
    process.exitCode = 2;
    return;
  }
  const program = path.join(__dirname, 'program.main.js');
  const lines = resultsIn(values.results);
  for (const flow of FLOWS.filter(({ name }) => values.flow?.includes(name) ?? true)) {
    const { of, cuts: kills, faults } = await InterruptedFlow.prepare(flow, program);
    const cuts =
      values.undo === true
        ? await of.undoCuts()
        : values.faults === true
          ? faults.filter(({ step }) => step?.includes(values.step))
          : kills;
    const isKnown = (cut: Cut) =>
      lines.some(line => line.flow === flow.name && nameOf(line.cut) === nameOf(cut));
    const chosen = cuts.filter((cut, index) =>
      values.only === undefined
        ? index % every === offset % every && index >= offset
        : values.only.some(range => isIn(range, cut)),
    );
    for (const cut of chosen.filter(cut => !isKnown(cut))) {
      const line: Line = {
        flow: flow.name,
        of: cuts.filter(other => kindOf(other) === kindOf(cut)).length,
        ...(await of.interrupt(cut)),
      };
      lines.push(line);
      if (values.results !== undefined) appendFileSync(values.results, `${JSON.stringify(line)}\n`);
      if (line.detail !== '')
        console.log(`${flow.name} ${nameOf(cut)} ${line.said ?? ''} ${line.detail}`);
    }
    of.dispose();
  }
  const table = tableOf(lines);
  console.log(`\n${table}`);
  if (values.table !== undefined) writeFileSync(values.table, table);
  process.exitCode = lines.some(isFault) ? 1 : 0;
}

function resultsIn(file: string | undefined): Line[] {
  if (file === undefined || !existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Line);
}

function nameOf({ where, number, fault, step, isOfUndo }: Cut): string {
  if (isOfUndo === true) return `undo:${number}`;
  return fault === undefined ? `${where}:${number}` : `${where}:${number} ${fault} "${step}"`;
}

/** @param range such as outside:3 or inside:4-9 */
function isIn(range: string, { where, number }: Cut): boolean {
  const [, place, from, to = from] = /^(outside|inside):(\d+)(?:-(\d+))?$/.exec(range) ?? [];
  return place === where && number >= Number(from) && number <= Number(to);
}

function isFault({ resume, undo }: Result): boolean {
  return resume !== 'identical' || undo !== 'identical';
}

function rowOf(flow: string, kind: string, lines: readonly Line[]): string {
  const own = lines.filter(line => line.flow === flow && kindOf(line.cut) === kind);
  const numbers = (kind: 'resume' | 'undo') =>
    ['identical', 'different', 'stuck']
      .map(state => own.filter(line => line[kind] === state).length)
      .join(' / ');
  return `| ${flow} | ${kind} | ${own.length} of ${own[0]?.of ?? 0} | ${numbers('resume')} | ${numbers('undo')} |`;
}

function tableOf(lines: readonly Line[]): string {
  const rows = FLOWS.flatMap(({ name }) =>
    KINDS.filter(kind => lines.some(({ flow, cut }) => flow === name && kindOf(cut) === kind)).map(
      kind => rowOf(name, kind, lines),
    ),
  );
  return [
    '| flow | | moments | resume: identical / different / stuck | undo: identical / different / stuck |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `${lines.length} moments, ${lines.filter(isFault).length} with another end`,
    '',
  ].join('\n');
}

void main();
