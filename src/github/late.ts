/** What most windows never need: reading workflow files and logs, with their parsers. Reach it through a dynamic `import()`. */
export { explainFailure, type Explanation } from './logs/explainFailure';
export { firstError } from './logs/firstError';
export { readLog, type JobLog } from './logs/jobLog';
export { changelogSection } from './changelogSection';
export { buildsOfRelease, buildsOfRun } from './releaseBuilds';
export { canPublish, isRelease, rowsOf } from './runPlan';
export * from './workflows';
