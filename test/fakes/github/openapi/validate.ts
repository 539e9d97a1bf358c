import {
  description,
  type Content,
  type DescriptionName,
  type Operation,
  type Parameter,
} from './description';
import { check, type Resolve, type Schema } from './schema';

export interface CheckedRequest {
  readonly method: string;
  /** Below the base of the API. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export interface CheckedResponse {
  readonly status: number;
  readonly body?: unknown;
}

/** Refusals that GitHub gives to any request, described or not. */
const ANYWHERE = [400, 401, 403, 404, 410, 422, 429, 500, 502, 503, 504];

/**
 * Compares a request, and where there was one its answer, with GitHub's description of its API.
 * @returns what is wrong, nothing where all is well
 */
export function validateExchange(
  request: CheckedRequest,
  response: CheckedResponse | undefined,
  name: DescriptionName = 'api.github.com',
): string[] {
  const { operation: find, resolve, follow } = description(name);
  const found = find(
    request.method,
    request.path.replace(/^\/repositories\/\d+/, '/repos/owner/name'),
  );
  const line = `${request.method} ${request.path}`;
  if (found === undefined) return [`${line} is not described`];
  const { operation } = found;
  return [
    ...checkQuery(
      request.query,
      (operation.parameters ?? []).map(parameter => follow(parameter) as Parameter),
      resolve,
    ),
    // What was refused may well have been wrong.
    ...(response !== undefined && response.status >= 400 && response.status < 500
      ? []
      : checkBody(request, operation, resolve)),
    ...(response === undefined ? [] : checkResponse(response, operation, resolve, follow)),
  ].map(problem => `${line}: ${problem}`);
}

function checkQuery(
  query: URLSearchParams,
  parameters: readonly Parameter[],
  resolve: Resolve,
): string[] {
  const known = parameters.filter(parameter => parameter.in === 'query');
  return [
    ...known
      .filter(({ name, required }) => required === true && !query.has(name))
      .map(({ name }) => `parameter ${name} is missing`),
    ...[...query].flatMap(([name, text]) => {
      const parameter = known.find(candidate => candidate.name === name);
      return parameter === undefined
        ? [`parameter ${name} is unknown`]
        : check(
            typed(text, resolve(parameter.schema)),
            searchable(parameter),
            resolve,
            `parameter ${name}`,
          );
    }),
  ];
}

/** Described as a time, `created` is a range in the syntax of GitHub's search. */
function searchable({ name, schema }: Parameter): Schema {
  return name === 'created' ? { type: 'string' } : schema;
}

/** A parameter comes as text. */
function typed(text: string, { type }: Schema): unknown {
  if (type === 'integer' || type === 'number') return text === '' ? text : Number(text);
  return type === 'boolean' && (text === 'true' || text === 'false') ? text === 'true' : text;
}

function checkBody(
  { body }: CheckedRequest,
  { requestBody }: Operation,
  resolve: Resolve,
): string[] {
  const schema = requestBody?.content?.['application/json']?.schema;
  if (body === undefined) return requestBody?.required === true ? ['a body is missing'] : [];
  return schema === undefined ? ['takes no body'] : check(body, schema, resolve, 'body');
}

function checkResponse(
  { status, body }: CheckedResponse,
  operation: Operation,
  resolve: Resolve,
  follow: (thing: object) => object,
): string[] {
  if (status === 304) return body === undefined ? [] : ['a 304 has no body'];
  const described = operation.responses[String(status)];
  if (described === undefined) {
    // Where a repository has been renamed, any request is redirected.
    if (status === 301 || status === 307) return [];
    if (!ANYWHERE.includes(status)) return [`status ${String(status)} is not described`];
    return check(
      body,
      { $ref: '#/components/schemas/basic-error' },
      schema => allowErrors(resolve(schema)),
      'answer',
    );
  }
  const { content } = follow(described) as Content;
  const schema =
    content?.['application/json']?.schema ??
    Object.entries(content ?? {}).find(([type]) => type.includes('json'))?.[1].schema;
  if (schema === undefined)
    return body === undefined || status >= 400 ? [] : [`status ${String(status)} has no body`];
  if (body === undefined) return [`status ${String(status)} has a body`];
  return check(
    body,
    schema,
    status >= 400 ? inner => allowErrors(resolve(inner)) : resolve,
    'answer',
  );
}

/** Errors are described in several forms, of which GitHub mixes the fields. */
function allowErrors(schema: Schema): Schema {
  return { ...schema, additionalProperties: true };
}
