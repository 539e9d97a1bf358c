/**
 * Asking package indexes, which most windows never do. It is built as a file of its own beside the bundle,
 * `dist/packageIndex.js`, and reached through a dynamic `import()`. Nothing here throws a class that is caught elsewhere.
 */
export { config as localise } from '@vscode/l10n';
export { expectedFiles } from './expectedFiles';
export { IndexClient } from './indexClient';
export { pipInstallLine } from './install';
export { indexAt, pageOf, PYPI, TESTPYPI } from './packageIndex';
export { fileSize } from './placeRows';
export { PublishedFiles } from './publishedFiles';
export { wheelFacts } from './wheelFacts';
export { buildsIn, workflowBuilds } from './workflowBuilds';
