// What an event is in a person's words.
export const STEP_KINDS = ['harvest', 'buy', 'process', 'pack', 'ship', 'receive', 'inspect', 'other'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

const BY_STEP: Record<string, StepKind> = {
  creating_class_instance: 'harvest',
  collecting: 'buy',
  accepting: 'buy',
  commissioning: 'process',
  packing: 'pack',
  repackaging: 'pack',
  shipping: 'ship',
  departing: 'ship',
  receiving: 'receive',
  arriving: 'receive',
  inspecting: 'inspect',
  sampling: 'inspect',
};

/** The step that a type and a CBV business step stand for. */
export const stepKind = (type: string, bizStep: string | null): StepKind =>
  BY_STEP[bizStep ?? ''] ?? (type === 'TransformationEvent' ? 'process' : type === 'AggregationEvent' ? 'pack' : 'other');
