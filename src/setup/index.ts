/** What has to be set up before a release, and how it stands. Loaded late, with the reading of workflow files: reach it through a dynamic `import()`. */
export { environmentNames } from './environmentItems';
export { accountPage } from './indexPages';
export { findSecret, type Found } from './secretItems';
export type { Asked, NameOnIndex, Remote, SetupFacts } from './setupFacts';
export { releaseProblems, setupItems, uploadsOf } from './setupItems';
