// The readable side of the OpenAPI file: routes in groups, with what they take and what they answer.
export type ApiParameter = { name: string; where: string; kind: string; required: boolean; meaning: string };
export type ApiRoute = {
  method: string;
  path: string;
  title: string;
  text: string;
  parameters: ApiParameter[];
  answers: { status: string; meaning: string }[];
};
export type ApiGroup = { name: string; routes: ApiRoute[] };

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** 'integer ≥ 1', 'star | name': the schema in a few signs. */
function kindOf(schema: unknown): string {
  if (!isJson(schema)) return '';
  if (Array.isArray(schema.enum)) return schema.enum.map(String).join(' | ');
  if (isJson(schema.items)) return `[${kindOf(schema.items)}]`;
  const limits = [
    typeof schema.minimum === 'number' ? `≥ ${schema.minimum}` : '',
    typeof schema.maximum === 'number' ? `≤ ${schema.maximum}` : '',
    text(schema.format) || text(schema.pattern),
  ];
  const type = Array.isArray(schema.type) ? schema.type.map(String).join(' | ') : text(schema.type);
  return [type, ...limits].filter(Boolean).join(' ');
}

function parameter(value: unknown): ApiParameter[] {
  if (!isJson(value)) return [];
  const schema = isJson(value.schema) ? value.schema : {};
  return [
    {
      name: text(value.name),
      where: text(value.in),
      kind: kindOf(schema),
      required: value.required === true,
      meaning: text(value.description) || text(schema.description),
    },
  ];
}

function route(method: string, path: string, value: Json): ApiRoute {
  return {
    method: method.toUpperCase(),
    path,
    title: text(value.summary),
    text: text(value.description),
    parameters: (Array.isArray(value.parameters) ? value.parameters : []).flatMap(parameter),
    answers: Object.entries(isJson(value.responses) ? value.responses : {}).map(([status, answer]) => ({
      status,
      meaning: isJson(answer) ? text(answer.description) : '',
    })),
  };
}

/** Groups by the first tag, else by the first word after the version. */
export function readApi(file: object): ApiGroup[] {
  const groups = new Map<string, ApiRoute[]>();
  const paths = (file as Json).paths;
  for (const [path, methods] of Object.entries(isJson(paths) ? paths : {})) {
    if (!isJson(methods)) continue;
    for (const method of METHODS) {
      const value = methods[method];
      if (!isJson(value)) continue;
      const tag = Array.isArray(value.tags) ? text(value.tags[0]) : '';
      const name = tag || path.replace(/^\/api\/v\d+\//, '').split(/[/.]/)[0] || path;
      groups.set(name, [...(groups.get(name) ?? []), route(method, path, value)]);
    }
  }
  return [...groups].map(([name, routes]) => ({ name, routes }));
}
