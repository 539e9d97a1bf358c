/** What most windows never need: reading logs. Reach it through a dynamic `import()`. */
export { explainFailure, type Explanation } from './logs/explainFailure';
export { firstError } from './logs/firstError';
export { readLog, type JobLog } from './logs/jobLog';
export { changelogSection } from './changelogSection';
