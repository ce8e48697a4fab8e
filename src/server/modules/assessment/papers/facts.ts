// What the forms are filled from: the version that was sent, or the draft as its producer sees it now.
import type { ProducerType } from '#shared/vocabulary.ts';
import type { PaperKind } from '../dossiers/vault/kinds.ts';
import type { Kind } from '../rules/ruleset-on.ts';

export type FormPaper = { criterion: string; name: string; sha256: string; expiresOn: string | null; kind?: PaperKind };
export type FormFacts = {
  dossier: string;
  /** 0 = a draft: the paper says so on each page. */
  version: number;
  sha256: string | null;
  at: Date;
  kind: Kind;
  producer: { name: string; type: ProducerType | null };
  product: { name: string; code: string | null };
  commune: { code: string; name: string };
  province: { code: string; name: string };
  ruleset: string;
  set: number;
  details: Record<string, string>;
  answers: Record<string, string>;
  notApplicable: Record<string, string>;
  knockouts: string[];
  papers: FormPaper[];
  /** When the commune and the province took the dossier in, and who. */
  received: { commune: Receipt | null; province: Receipt | null };
};
export type Receipt = { on: string; by: string };
export type LocalReport = {
  version: number;
  materials: string;
  labour: string;
  idea: string;
  identity: string;
  letterNo: string | null;
  metOn: string | null;
  at: Date;
};

/** 'Bản nộp lần 2 · SHA-256 1a2b3c4d… ' or that it is a draft; stands at the foot of every page. */
export const footOf = (form: string, f: FormFacts): string =>
  `${form} · hồ sơ ${f.dossier} · ${f.version > 0 ? `bản nộp lần ${f.version}${f.sha256 ? ` · SHA-256 ${f.sha256.slice(0, 16)}…` : ''}` : 'BẢN NHÁP, chưa nộp'}`;

export const longDay = (day: string): string => `ngày ${day.slice(8, 10)} tháng ${day.slice(5, 7)} năm ${day.slice(0, 4)}`;
