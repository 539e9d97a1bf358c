/**
 * Reading workflow files: what a release starts and which jobs that has. Loaded late, with the YAML parser and GitHub's own
 * expression parser: reach it through a dynamic `import()`.
 */
export { buildsOf, type Build } from './builds';
export { dispatchFor, reasonInvalidInput, type DispatchChoice } from './dispatchInputs';
export type { FindWorkflow } from './called';
export {
  effectsOf,
  type Effect,
  type Effects,
  type OpaqueEffect,
  type ReleaseEffect,
  type UploadEffect,
} from './effects';
export { dispatch, inputValues, tagPush, type InputValue, type WorkflowEvent } from './event';
export { matchesFilter } from './filterPattern';
export { compareInList, matchJobs, placeJob, type MatchedJobs } from './matchJobs';
export { parseWorkflow, type ParsedWorkflow } from './parseWorkflow';
export { PLATFORMS, type Architecture, type JobPlace, type Platform } from './platform';
export { promisedJobs, type PromisedJob } from './promisedJobs';
export {
  environmentsOf,
  secretsOf,
  setupProblems,
  type NamedThing,
  type ProjectFacts,
  type SetupProblem,
} from './setup';
export { releaseWorkflowTemplate, TEMPLATE_PATH, type TemplateOptions } from './template';
export { uploadJobs, type UploadJob, type UsedSecret } from './uploadJobs';
export { type Publisher, type Verdict } from './verdict';
export { describeVerdict, dispatchWords, indexWords, type WordedVerdict } from './verdictWords';
export {
  finder,
  analyzeTriggers,
  type Firing,
  type ReleaseQuestion,
  type Start,
} from './analyzeTriggers';
export type * from './workflow';
