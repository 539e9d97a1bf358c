/** A JSON Schema, as far as the schemas of this repository use it. */
type Schema = Readonly<Record<string, unknown>>;

const ANNOTATIONS = new Set(['$schema', 'title', 'description']);

/**
 * Says where a value breaks a schema. It knows the keywords that the command line's schemas use and throws at any other,
 * and passes none of them over.
 */
export function violations(
  schema: Schema,
  value: unknown,
  at = '$',
  whole: Schema = schema,
): string[] {
  const found: string[] = [];
  const check = (holds: boolean, what: string) => {
    if (!holds) found.push(`${at} ${what}`);
  };
  for (const [keyword, rule] of Object.entries(schema)) {
    if (ANNOTATIONS.has(keyword)) continue;
    switch (keyword) {
      case 'type':
        check(
          (Array.isArray(rule) ? rule : [rule]).includes(typeOf(value)) ||
            (rule === 'number' && typeOf(value) === 'integer'),
          `is ${typeOf(value)}`,
        );
        break;
      case 'enum':
        check((rule as unknown[]).includes(value), `is ${JSON.stringify(value)}`);
        break;
      case 'minimum':
        if (typeof value === 'number') check(value >= (rule as number), `is ${value}`);
        break;
      case 'required':
        if (isObject(value))
          for (const name of rule as string[]) check(Object.hasOwn(value, name), `lacks ${name}`);
        break;
      case 'properties':
        if (isObject(value)) {
          for (const [name, inner] of Object.entries(rule as Record<string, Schema>))
            if (Object.hasOwn(value, name))
              found.push(...violations(inner, value[name], `${at}.${name}`, whole));
        }
        break;
      case 'additionalProperties':
        if (rule !== false) throw new Error(`additionalProperties at ${at} is not false`);
        if (isObject(value))
          for (const name of Object.keys(value))
            check(Object.hasOwn(schema['properties'] as object, name), `has ${name}`);
        break;
      case '$ref':
        if (rule !== '#')
          throw new Error(`the reference ${String(rule)} at ${at} is not known here`);
        found.push(...violations(whole, value, at, whole));
        break;
      case 'items':
        if (Array.isArray(value))
          value.forEach((item, index) =>
            found.push(...violations(rule as Schema, item, `${at}[${index}]`, whole)),
          );
        break;
      default:
        throw new Error(`the keyword ${keyword} at ${at} is not known here`);
    }
  }
  return found;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
