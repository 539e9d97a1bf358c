/**
 * What most windows never need: reading workflow files, with its parsers. It is built as a file of its own beside the bundle,
 * `dist/late.js`, and reached through a dynamic `import()`. Modules that the bundle has too are copies in it: nothing here
 * throws a class that is caught there, and its messages have to be localised again.
 */
export { config as localise } from '@vscode/l10n';
export { buildsOfRelease, buildsOfRun } from './releaseBuilds';
export { explainFailure, type Explanation } from './logs/explainFailure';
export { firstError } from './logs/firstError';
export { readLog, type JobLog } from './logs/jobLog';
export { changelogSection, findChangelog } from './changelogSection';
export { canPublish, rowsOf } from './runPlan';
export * from './workflows';
