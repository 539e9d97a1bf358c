import * as path from 'node:path';

/** Manifests of real repositories, each with the edits that a bump of its main package has to make (see its README.md). */
export const CORPUS = process.env['BUDTIKTOK_CORPUS'] ?? path.resolve('..', 'shared', 'corpus');
