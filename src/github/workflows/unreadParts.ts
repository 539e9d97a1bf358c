import { isHosted } from './credentials';
import { evaluatePartly } from './expression';
import { changesTree } from './gitCommands';
import { commandsOf } from './shell';
import type { ReachedJob } from './walk';
import type { WorkflowStep } from './workflow';
import { toolName } from './commandWords';

/** Images with no other programs and variables than their publishers document. */
const KNOWN_IMAGE =
  /^(?:docker\.io\/)?(?:library\/)?(?:python|rust|ubuntu|debian|alpine|fedora|almalinux|rockylinux|node|golang|buildpack-deps|amazonlinux|archlinux|centos)(?:[:@]|$)|^(?:quay\.io\/pypa|ghcr\.io\/(?:pyo3\/maturin|rust-cross|astral-sh\/uv)|mcr\.microsoft\.com)\b/;

/** The labels of machines of one's own, which may have settings and programs of theirs. */
export function ownMachinesOf({ job, contexts }: ReachedJob): readonly string[] {
  return job.runsOn
    .map(label => evaluatePartly(label, contexts))
    .filter(label => !isHosted(label))
    .map(label => `runs-on: ${label}`);
}

/** What a job runs in, or beside its steps, that can't be read: an image, a service with secrets, another commit. */
export function unreadPartsOf({ job, callers, contexts }: ReachedJob): readonly string[] {
  const image = job.container === undefined ? '' : evaluatePartly(job.container, contexts);
  return [
    ...(image === '' || KNOWN_IMAGE.test(image) ? [] : [`container: ${image}`]),
    ...job.services
      .filter(({ env }) => Object.values(env).some(text => text.includes('secrets')))
      .map(({ image: service }) => `services: ${service}`),
    // The file of the branch was read, and the run takes that of another commit.
    ...callers.flatMap(({ job: { uses } }) => (uses?.includes('@') === true ? [uses] : [])),
  ];
}

/** Whether a step puts other files into the working tree than those of the commit that the run is for. */
export function bringsOtherFiles({ uses, run, with: inputs }: WorkflowStep): boolean {
  const [name = ''] = (uses ?? '').toLowerCase().split('@', 1);
  const isOwn = (text: string | undefined) =>
    text === undefined ||
    text === '' ||
    /^\$\{\{\s*github\.(?:ref|sha|ref_name|repository)\s*\}\}$/.test(text);
  if (name === 'actions/checkout') return !isOwn(inputs['ref']) || !isOwn(inputs['repository']);
  if (name === 'actions/download-artifact') return /^(?:\.\/?)?$/.test(inputs['path'] ?? '');
  return commandsOf(run ?? '').some(({ words }) => toolName(words) === 'git' && changesTree(words));
}
