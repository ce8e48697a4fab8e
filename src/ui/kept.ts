/** What a refused form brings back. */
export type Refused = { typed?: Record<string, string> } | null | undefined;

/**
 * What was typed into a field of the form that was refused, else its usual value. Where a page holds several forms with the same fields, `own`
 * names hidden fields by which this one is known. Fields of one name that repeat come back by their place.
 */
export function kept(form: Refused, own: Record<string, string> = {}) {
  const typed = form?.typed;
  const mine = typed !== undefined && Object.entries(own).every(([name, value]) => typed[name] === value);
  return {
    /** The refused form is this one. */
    mine,
    was: (name: string, otherwise: string | number = '', place?: number): string | number => {
      const value = mine ? typed[name] : undefined;
      if (!mine) return otherwise;
      return (place === undefined ? value : value?.split('\n')[place]) ?? '';
    },
    ticked: (name: string, otherwise: boolean): boolean => (mine ? name in typed : otherwise),
  };
}
