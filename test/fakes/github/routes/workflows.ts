import { workflowsAt } from '../actions/events';
import { startRun } from '../actions/startRun';
import { dispatchInputs } from '../actions/triggers';
import { scalar, words, type WorkflowFile } from '../actions/workflowFile';
import { readRef } from '../gitMirror';
import {
  fields,
  notFound,
  ok,
  paginate,
  Refusal,
  textField,
  validationFailed,
  type Json,
  type RepositoryCall,
} from '../http';
import { workflowJson } from '../json/actions';
import { repositoryPage, repositoryUrl } from '../json/repositories';
import type { Workflow } from '../repository';
import { get, post, type RepositoryRoute } from '../router';
import { answerRuns } from './runList';

/** Most inputs of a dispatch. */
const MOST_INPUTS = { github: 25, enterprise: 10 };

export const workflowRoutes: readonly RepositoryRoute[] = [
  get('/actions/workflows', 'read', call => {
    const { world, repository } = call;
    const all = workflowsAt(world, repository, repository.defaultBranch);
    const { page, headers } = paginate(call, all);
    return ok(
      {
        total_count: all.length,
        workflows: page.map(({ workflow, file }) =>
          workflowJson(world, repository, workflow, file),
        ),
      },
      headers,
    );
  }),
  get('/actions/workflows/{workflow_id}', 'read', call => {
    const { workflow, file } = workflowOf(call);
    return ok(workflowJson(call.world, call.repository, workflow, file));
  }),
  get('/actions/workflows/{workflow_id}/runs', 'read', call =>
    answerRuns(
      call,
      call.repository.runs.filter(run => run.workflow === workflowOf(call).workflow),
    ),
  ),
  post('/actions/workflows/{workflow_id}/dispatches', 'write', call => {
    const { world, repository, token, body } = call;
    const { return_run_details: details, ...known } = fields(body);
    if (world.enterprise && details !== undefined)
      throw new Refusal(400, 'Invalid request.\n\n"return_run_details" is not a permitted key.');
    const { workflow } = workflowOf(call);
    const name = textField(known, 'ref');
    if (name === undefined) throw new Refusal(422, 'Invalid request.\n\n"ref" wasn\'t supplied.');
    const ref = [name, `refs/heads/${name}`, `refs/tags/${name}`]
      .map(candidate =>
        candidate.startsWith('refs/') ? readRef(repository.bare, candidate) : undefined,
      )
      .find(found => found !== undefined);
    if (ref === undefined) throw new Refusal(422, `No ref found for: ${name}`);
    if (workflow.state !== 'active')
      throw new Refusal(422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow");
    const file = workflowsAt(world, repository, ref.commit).find(
      found => found.workflow === workflow,
    )?.file;
    const declared = file === undefined ? undefined : dispatchInputs(file);
    if (file === undefined || declared === undefined)
      throw new Refusal(422, "Workflow does not have 'workflow_dispatch' trigger");
    const inputs = checkInputs(
      declared,
      fields(known['inputs']),
      world.enterprise ? MOST_INPUTS.enterprise : MOST_INPUTS.github,
    );
    const run = startRun(world, repository, workflow, file, {
      event: 'workflow_dispatch',
      ref: ref.name,
      headSha: ref.commit,
      actor: token!.login,
      inputs,
    });
    if (details !== true) return { status: 204 };
    return ok({
      workflow_run_id: run.id,
      run_url: `${repositoryUrl(world, repository)}/actions/runs/${String(run.id)}`,
      html_url: `${repositoryPage(world, repository)}/actions/runs/${String(run.id)}`,
    });
  }),
];

/** The workflow on the default branch, by its id or file name. @throws Refusal 404 */
function workflowOf({ world, repository, params }: RepositoryCall): {
  readonly workflow: Workflow;
  readonly file: WorkflowFile;
} {
  const wanted = params['workflow_id'];
  const found = workflowsAt(world, repository, repository.defaultBranch).find(
    ({ workflow }) => String(workflow.id) === wanted || workflow.path.split('/').pop() === wanted,
  );
  if (found === undefined) throw notFound();
  return found;
}

/** What is sent and what is declared, put together. @throws Refusal 422 for what does not fit */
function checkInputs(
  declared: Readonly<Record<string, Readonly<Record<string, Json>>>>,
  sent: Readonly<Record<string, unknown>>,
  most: number,
): Record<string, Json> {
  if (Object.keys(sent).length > most)
    throw validationFailed({
      resource: 'Workflow',
      code: 'custom',
      field: 'inputs',
      message: `inputs: more than ${String(most)} properties`,
    });
  const unexpected = Object.keys(sent).filter(name => !(name in declared));
  if (unexpected.length > 0)
    throw new Refusal(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  return Object.fromEntries(
    Object.entries(declared).map(([name, input]) => {
      const value = scalar((sent[name] as Json | undefined) ?? input['default']);
      if (value === '' && input['required'] === true)
        throw new Refusal(422, `Required input '${name}' not provided`);
      if (input['type'] === 'choice' && value !== '' && !words(input['options']).includes(value)) {
        throw new Refusal(
          422,
          `Provided value '${value}' for input '${name}' not in the list of allowed values`,
        );
      }
      if (input['type'] === 'boolean' && !['', 'true', 'false'].includes(value))
        throw new Refusal(422, `Provided value '${value}' for input '${name}' is not a boolean`);
      return [name, input['type'] === 'boolean' ? value === 'true' : value];
    }),
  );
}
