// The readable side of the OpenAPI file: routes in groups, with what they take and what they answer.
import type { Lang } from '#shared/lang.ts';
import { ANSWERS_VI, OPEN_API_VI } from '#shared/messages/open-api.ts';

/** A sentence of the file in the reader's language, or as it stands. */
export type Said = { text: string; lang: Lang };
export type ApiParameter = { name: string; where: string; kind: string; required: boolean; meaning: Said };
export type ApiRoute = {
  method: string;
  path: string;
  title: Said;
  text: Said;
  parameters: ApiParameter[];
  answers: { status: string; meaning: Said }[];
};
export type ApiGroup = { id: string; name: Said; routes: ApiRoute[] };

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const said = (english: string, lang: Lang): Said => {
  const own = lang === 'vi' ? OPEN_API_VI[english] : undefined;
  return own === undefined ? { text: english, lang: 'en' } : { text: own, lang: 'vi' };
};
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

function parameter(value: unknown, lang: Lang): ApiParameter[] {
  if (!isJson(value)) return [];
  const schema = isJson(value.schema) ? value.schema : {};
  return [
    {
      name: text(value.name),
      where: text(value.in),
      kind: kindOf(schema),
      required: value.required === true,
      meaning: said(text(value.description) || text(schema.description), lang),
    },
  ];
}

function route(method: string, path: string, value: Json, lang: Lang): ApiRoute {
  return {
    method: method.toUpperCase(),
    path,
    title: said(text(value.summary), lang),
    text: said(text(value.description), lang),
    parameters: (Array.isArray(value.parameters) ? value.parameters : []).flatMap((p) => parameter(p, lang)),
    answers: Object.entries(isJson(value.responses) ? value.responses : {}).map(([status, answer]) => ({
      status,
      meaning:
        lang === 'vi' && ANSWERS_VI[status]
          ? { text: ANSWERS_VI[status], lang }
          : said(isJson(answer) ? text(answer.description) : '', lang),
    })),
  };
}

/** Groups by the first tag, else by the first word after the version. */
export function readApi(file: object, lang: Lang): ApiGroup[] {
  const groups = new Map<string, ApiRoute[]>();
  const paths = (file as Json).paths;
  for (const [path, methods] of Object.entries(isJson(paths) ? paths : {})) {
    if (!isJson(methods)) continue;
    for (const method of METHODS) {
      const value = methods[method];
      if (!isJson(value)) continue;
      const tag = Array.isArray(value.tags) ? text(value.tags[0]) : '';
      const name = tag || path.replace(/^\/api\/v\d+\//, '').split(/[/.]/)[0] || path;
      groups.set(name, [...(groups.get(name) ?? []), route(method, path, value, lang)]);
    }
  }
  return [...groups].map(([id, routes]) => ({ id, name: said(id, lang), routes }));
}
