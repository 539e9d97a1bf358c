/** Asking package indexes, which most windows never do. Reach it through a dynamic `import()`. */
export { expectedFiles } from './expectedFiles';
export { IndexClient } from './indexClient';
export { pipInstallLine } from './install';
export { indexAt, pageOf, PYPI, TESTPYPI } from './packageIndex';
export { fileSize } from './placeRows';
export { PublishedFiles } from './publishedFiles';
export { servedVersions } from './servedVersions';
export { wheelFacts } from './wheelFacts';
export { buildsIn, workflowBuilds } from './workflowBuilds';
