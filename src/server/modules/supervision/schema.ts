// What the commands take, parsed once at the edge.
import { z } from 'zod';
import { NOT_A_DAY } from '#server/platform/refusal.ts';
import { isDay } from '#shared/dates.ts';
import { isId } from '#shared/ids.ts';
import { CAUSES } from './rules/causes.ts';

const day = z.string().refine(isDay, NOT_A_DAY);
const id = z.string().refine(isId);
const line = z.string().trim().normalize().min(1).max(300);
const prose = z.string().trim().normalize().min(1).max(2000);

export const OpenCase = z.object({ productId: id, cause: z.enum(CAUSES), basisNo: line, basisBy: line, basisOn: day, note: prose });
export const MoveCase = z.object({ caseId: id, move: z.enum(['verify', 'propose', 'return', 'drop']), note: prose });
export const DecideRevocation = z.object({ caseId: id, decisionNo: line, decidedOn: day, note: prose.optional() });
export const ExtendLateFiling = z.object({ productId: id, until: day, reason: prose });
export const DrawPlan = z.object({
  unit: z.string().regex(/^(VN|\d{2})$/),
  until: day,
  size: z.coerce.number().int().min(1).max(2000),
  randomShare: z.coerce.number().min(0.1).max(1),
});
export const FINDING_KINDS = ['criteria', 'quality', 'mark', 'label', 'stopped', 'other'] as const;
export const OrderInspection = z.object({ productId: id, dueOn: day, note: prose });
export const RecordInspection = z.object({
  inspectionId: id,
  doneOn: day,
  outcome: z.enum(['kept', 'findings', 'not_found']),
  note: prose,
  findings: z.array(z.object({ kind: z.enum(FINDING_KINDS), text: prose, dueOn: day })).max(50),
});
const measured = z.coerce.number().refine(Number.isFinite, { message: 'Must be a number.', params: { vi: 'Phải là số.' } });
const parameter = z.string().trim().min(1).max(120);
const measure = z.string().trim().max(20);
export const DeclareSpecification = z.object({
  productId: id,
  parameter,
  unit: measure,
  min: measured.nullable(),
  max: measured.nullable(),
});
export const RecordTest = z.object({
  productId: id,
  lot: z.string().trim().max(50),
  lab: line,
  reportNo: line,
  testedOn: day,
  published: z.boolean(),
  mendBy: day.optional(),
  results: z
    .array(z.object({ parameter, unit: measure, value: measured }))
    .min(1)
    .max(30),
});
export const CloseFinding = z.object({ findingId: id, closing: prose });
export const REPORT_KINDS = ['fake', 'quality', 'label', 'mark', 'closed', 'other'] as const;
export const TakeReport = z.object({
  productId: id.optional(),
  codeRead: z.string().trim().max(100).optional(),
  kind: z.enum(REPORT_KINDS),
  text: prose,
  contact: z.string().trim().max(200).optional(),
});
export const TriageReport = z.object({
  reportId: id,
  to: z.enum(['inspect', 'answered', 'dismissed']),
  note: prose,
  dueOn: day.optional(),
});
