import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { ROOT } from '../../../harness/paths';
import type { Resolve, Schema } from './schema';

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface Operation {
  readonly parameters?: readonly (Parameter | Schema)[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Content | Schema>>;
}

/** GitHub's own description of its REST API, from `schemas.json`, which `extract.mjs` writes. */
export interface Description {
  readonly resolve: Resolve;
  /** Follows a reference to anything. */
  readonly follow: (thing: object) => object;
  readonly operation: (
    method: string,
    path: string,
  ) => { readonly operation: Operation; readonly template: string } | undefined;
}

export type DescriptionName = 'api.github.com' | 'ghes-3.19';

const descriptions = new Map<DescriptionName, Description>();

export function description(name: DescriptionName): Description {
  const known = descriptions.get(name) ?? readDescription(name);
  descriptions.set(name, known);
  return known;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const SCHEMAS = path.join(ROOT, 'test', 'fakes', 'github', 'openapi', 'schemas.json');

/** Parameters that may hold slashes. */
const WITH_SLASHES = new Set(['ref', 'path', 'tag', 'branch']);

function readDescription(name: DescriptionName): Description {
  const document = (
    JSON.parse(readFileSync(SCHEMAS, 'utf8')) as Readonly<Record<DescriptionName, Document>>
  )[name];
  const follow = (thing: object): object => {
    const reference = (thing as Schema).$ref;
    if (reference === undefined) return thing;
    let found: unknown = document;
    for (const key of reference.replace(/^#\//, '').split('/'))
      found = (found as Record<string, unknown>)[key];
    return follow(found as object);
  };
  const templates = Object.entries(document.paths)
    .map(([template, operations]) => ({
      template,
      operations,
      pattern: new RegExp(
        `^${template.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, (_, parameter: string) => (WITH_SLASHES.has(parameter) ? '.+' : '[^/]+'))}$`,
      ),
      parts: template.split('/'),
      // Words before parameters: `/releases/latest` is not the Release with the id "latest".
      order: template
        .split('/')
        .map(part => (part.startsWith('{') ? '1' : '0'))
        .join(''),
      // Long before short: `/commits/{ref}/status` is not the commit "main/status".
    }))
    .sort((a, b) => b.parts.length - a.parts.length || (a.order < b.order ? -1 : 1));
  return {
    follow,
    resolve: schema => follow(schema),
    operation: (method, requested) => {
      for (const { template, operations, pattern } of templates) {
        const operation = operations[method.toLowerCase()];
        if (operation !== undefined && pattern.test(requested)) return { operation, template };
      }
      return undefined;
    },
  };
}
