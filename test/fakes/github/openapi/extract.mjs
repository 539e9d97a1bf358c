// Writes schemas.json: the operations that the fake GitHub answers, from GitHub's own description of its REST API.
// Run it after a route is added: npm install --no-save @octokit/openapi && node test/fakes/github/openapi/extract.mjs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';

const HERE = import.meta.dirname;
const ROUTES = path.join(HERE, '..', 'routes');
const DESCRIPTIONS = ['api.github.com', 'ghes-3.19'];
const require = createRequire(import.meta.url);

/** `get /repos/{}/{}/releases/{}` for each route, without the names of its parameters. */
function routes() {
  const found = new Set();
  for (const name of readdirSync(ROUTES)) {
    const source = readFileSync(path.join(ROUTES, name), 'utf8');
    for (const [, method = '', template = ''] of source.matchAll(
      /\b(get|post|put|patch)\('([^']*)',/g,
    ))
      found.add(`${method} ${plain(`/repos/{owner}/{repo}${template}`)}`);
    for (const [, method = '', template = ''] of source.matchAll(
      /method: '(\w+)',\s+template: '([^']*)'/g,
    ))
      found.add(`${method.toLowerCase()} ${plain(template)}`);
  }
  return found;
}

/** @param {string} template */
const plain = template => template.replace(/\{\w+\}/g, '{}').replace(/\/zip$/, '/{}');

const UNUSED = new Set(['description', 'summary', 'title', 'example', 'examples', 'externalDocs']);

/**
 * A schema without its documentation. All names of properties are kept.
 *
 * @param {any} value
 * @returns {any}
 */
function trimmed(value, isNames = false) {
  if (Array.isArray(value)) return value.map(item => trimmed(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNames || !(UNUSED.has(key) || key.startsWith('x-')))
      .map(([key, inner]) => [key, trimmed(inner, key === 'properties' && !isNames)]),
  );
}

/**
 * @param {any} document
 * @param {ReadonlySet<string>} wanted
 */
function extracted(document, wanted) {
  /** @type {{ paths: Record<string, any>, components: Record<string, any> }} */
  const result = { paths: {}, components: {} };
  /** @param {any} value */
  const follow = value => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key !== '$ref' || typeof inner !== 'string') {
        follow(inner);
        continue;
      }
      const [, , kind = '', name = ''] = inner.split('/');
      result.components[kind] ??= {};
      if (name in result.components[kind]) continue;
      result.components[kind][name] = trimmed(document.components[kind][name]);
      follow(result.components[kind][name]);
    }
  };
  for (const [template, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (!wanted.has(`${method} ${plain(template)}`)) continue;
      const { parameters, requestBody, responses } = operation;
      const kept = trimmed({ parameters, requestBody, responses });
      (result.paths[template] ??= {})[method] = kept;
      follow(kept);
    }
  }
  // Refusals that any route may give.
  follow({ $ref: '#/components/schemas/basic-error' });
  return result;
}

const wanted = routes();
/** @type {Record<string, unknown>} */
const schemas = {};
for (const name of DESCRIPTIONS)
  schemas[name] = extracted(require(`@octokit/openapi/generated/${name}.json`), wanted);
writeFileSync(path.join(HERE, 'schemas.json'), `${JSON.stringify(schemas)}\n`);
