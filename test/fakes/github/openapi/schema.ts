/** A JSON schema as OpenAPI 3.0 writes it, as far as GitHub's description uses it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

export type Resolve = (schema: Schema) => Schema;

/**
 * What is wrong with a value, each with the path to it. Stricter than JSON schema in one way: a field that the description
 * does not know is wrong too, so that nothing comes to depend on an invention of the fake.
 */
export function check(value: unknown, schema: Schema, resolve: Resolve, at = '$'): string[] {
  const { nullable, ...known } = resolve(schema);
  if (value === null)
    return nullable === true ||
      alternatives(known).some(inner => check(null, inner, resolve, at).length === 0) ||
      acceptsAnything(known)
      ? []
      : [`${at} is null`];
  if (known.allOf !== undefined)
    return known.allOf.flatMap(inner => check(value, open(resolve(inner)), resolve, at));
  const choices = alternatives(known);
  if (choices.length > 0) {
    // Some descriptions only add to what surrounds them which fields are required.
    const problems = choices.map(inner =>
      check(
        value,
        known.properties === undefined
          ? inner
          : {
              ...known,
              ...resolve(inner),
              properties: { ...known.properties, ...resolve(inner).properties },
              anyOf: [],
              oneOf: [],
            },
        resolve,
        at,
      ),
    );
    return problems.some(found => found.length === 0)
      ? []
      : problems.reduce((best, found) => (found.length < best.length ? found : best));
  }
  if (known.enum !== undefined && !known.enum.includes(value))
    return [`${at} is ${JSON.stringify(value)}, not one of ${known.enum.join(', ')}`];
  switch (known.type) {
    case 'object':
      return checkObject(value, known, resolve, at);
    case 'array':
      return checkArray(value, known, resolve, at);
    case 'string':
      return typeof value === 'string' ? checkString(value, known, at) : [`${at} is no string`];
    case 'integer':
      return Number.isInteger(value)
        ? checkNumber(value as number, known, at)
        : [`${at} is no integer`];
    case 'number':
      return typeof value === 'number' ? checkNumber(value, known, at) : [`${at} is no number`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${at} is no boolean`];
    case undefined:
      break;
  }
  return known.properties === undefined ? [] : checkObject(value, known, resolve, at);
}

function alternatives({ anyOf, oneOf }: Schema): readonly Schema[] {
  return [...(anyOf ?? []), ...(oneOf ?? [])];
}

function acceptsAnything(schema: Schema): boolean {
  return Object.keys(schema).every(
    key => !['type', 'properties', 'enum', 'allOf', 'anyOf', 'oneOf'].includes(key),
  );
}

function open(schema: Schema): Schema {
  return { ...schema, additionalProperties: schema.additionalProperties ?? true };
}

function checkObject(
  value: unknown,
  { properties = {}, required = [], additionalProperties, maxProperties }: Schema,
  resolve: Resolve,
  at: string,
): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${at} is no object`];
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  const names = entries.map(([name]) => name);
  return [
    ...required.filter(name => !names.includes(name)).map(name => `${at}.${name} is missing`),
    ...(maxProperties !== undefined && names.length > maxProperties
      ? [`${at} has more than ${String(maxProperties)} fields`]
      : []),
    ...entries.flatMap(([name, field]) => {
      const schema =
        properties[name] ??
        (typeof additionalProperties === 'object' ? additionalProperties : undefined);
      if (schema !== undefined) return check(field, schema, resolve, `${at}.${name}`);
      return additionalProperties === true || Object.keys(properties).length === 0
        ? []
        : [`${at}.${name} is unknown`];
    }),
  ];
}

function checkArray(
  value: unknown,
  { items = {}, minItems = 0, maxItems = Infinity }: Schema,
  resolve: Resolve,
  at: string,
): string[] {
  if (!Array.isArray(value)) return [`${at} is no array`];
  if (value.length < minItems || value.length > maxItems)
    return [`${at} has ${String(value.length)} items`];
  return value.flatMap((item, index) => check(item, items, resolve, `${at}[${String(index)}]`));
}

function checkString(
  value: string,
  { format, pattern, minLength = 0, maxLength = Infinity }: Schema,
  at: string,
): string[] {
  if (value.length < minLength || value.length > maxLength)
    return [`${at} has ${String(value.length)} characters`];
  if (pattern !== undefined && !new RegExp(pattern).test(value))
    return [`${at} does not match ${pattern}`];
  if (
    format === 'date-time' &&
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value)
  )
    return [`${at} is no time: ${value}`];
  if (format === 'uri' && !URL.canParse(value.replace(/\{[^}]*\}/g, '')))
    return [`${at} is no URI: ${value}`];
  return [];
}

function checkNumber(
  value: number,
  { minimum = -Infinity, maximum = Infinity }: Schema,
  at: string,
): string[] {
  return value < minimum || value > maximum ? [`${at} is ${String(value)}`] : [];
}
