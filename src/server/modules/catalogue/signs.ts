// What is typed from a label or a paper: a product's id, its codes, the number of a decision.
import { type ProductFacts, readDecision } from '#server/modules/registry/index.ts';
import { fold } from '#shared/text/fold.ts';
import { dayNumber, NEVER } from './day-number.ts';
import { codeKey } from './words.ts';

/** 'mã (số|sản phẩm)' before a code. */
const CODE_WORD = /^\s*(?:mã|ma|code)(?:\s+(?:số|so|sp|sản phẩm|san pham|ocop))*[\s.:]+(?=\S*\d)/iu;
const LIKE_DECISION = /q[dđ]|quy|\b(?:tb|nq|gcn|cv)\b/iu;
/** Folded: '485 qd ubnd', 'quyet dinh so 485', '485 2025 qd ubnd ngay 1 2 2025', alone or among other words. */
const DECISION =
  /(?:^| )(quyet dinh |qd )?(?:so )?0*(\d{1,6}[a-z]?)(?: (20\d\d)(?= qd))?((?: (?:qd|tb|nq|gcn|cv))(?: (?:ubnd|hdnd|hc|bnn|bnnmt|bnnptnt|ptnt|vpdp|ttg))*)?(?: (?:ngay |nam )(?:\d{1,2} )?(?:thang )?(?:\d{1,2} )?(?:nam )?(?:20\d\d)?)?(?= |$)/;
const LONGEST = 100;
/** A code without its leading zeros has as many digits. */
const LEAST = 9;

/** What the index knows of its entries; '' stands for the id of one that is gone. */
type Entries = {
  slotOf: (id: string) => number;
  readonly ids: readonly string[];
  readonly codes: readonly (string | null)[];
  readonly today: number;
};

/** `first`: so many of them come before the others. `rest`: what else the text says of them, folded. */
export type Named = { slots: number[]; first: number; rest?: string };

export class Signs {
  private readonly codes = new Map<string, number>();
  /** Where a code was given twice. */
  private readonly more = new Map<string, number[]>();
  /** Slot and first day of each recognition under a decision, one after the other. */
  private readonly decisions = new Map<string, number[]>();
  private readonly keys = new Map<string, string | undefined>();
  /** No code has fewer digits than this: a name with a weight in it is not looked up among them. */
  private fewest = Number.POSITIVE_INFINITY;

  /** Entries that are gone later stay noted; `find` leaves them out. */
  note(facts: ProductFacts, slot: number, entries: Entries): void {
    for (const code of new Set([facts.code, facts.oldCode])) if (code) this.noteCode(codeKey(code), slot, entries);
    for (const { decisionNo, validFrom } of facts.recognitions) {
      const key = decisionNo ? this.decisionKey(decisionNo) : undefined;
      if (key === undefined) continue;
      const list = this.decisions.get(key);
      if (list) list.push(slot, dayNumber(validFrom));
      else this.decisions.set(key, [slot, dayNumber(validFrom)]);
    }
  }

  /** The products that a text names in this way, none twice, those that bear the code today first; undefined when it names none. */
  find(q: string, entries: Entries): Named | undefined {
    const digits = digitsIn(q);
    if (digits === 0 || q.length > LONGEST) return undefined;
    const own = entries.slotOf(q.trim().toUpperCase());
    if (own >= 0) return { slots: [own], first: 1 };
    return (
      (digits >= Math.min(this.fewest, LEAST) ? this.coded(q, entries) : undefined) ??
      (LIKE_DECISION.test(q) ? this.decided(q, entries) : undefined)
    );
  }

  private coded(q: string, entries: Entries): Named | undefined {
    const typed = codeKey(/^\s*[mc]/i.test(q) ? q.replace(CODE_WORD, '') : q);
    const key = this.codes.has(typed) ? typed : (padded(q) ?? typed);
    const coded = [this.codes.get(key) ?? -1, ...(this.more.get(key) ?? [])].filter((slot) => slot >= 0 && entries.ids[slot] !== '');
    if (coded.length === 0) return undefined;
    const isNow = (slot: number) => codeKey(entries.codes[slot] ?? '') === key;
    const now = coded.filter(isNow);
    return { slots: [...now, ...coded.filter((slot) => !isNow(slot))], first: now.length };
  }

  private decided(q: string, { ids, today }: Entries): Named | undefined {
    const folded = fold(q);
    const [written, word, number, year, suffix] = DECISION.exec(folded) ?? [];
    if (written === undefined || (!word && !suffix)) return undefined;
    const under = suffix?.trim().replaceAll(' ', '-') ?? 'qd-ubnd';
    const list = this.decisions.get(`${number}/${year}-${under}`) ?? this.decisions.get(`${number}/${under}`);
    if (!list) return undefined;
    const [from, to] = year ? [dayNumber(`${year}-01-01`), dayNumber(`${year}-12-31`)] : [0, NEVER];
    const ofYear = new Set<number>();
    const others = new Set<number>();
    for (let i = 0; i < list.length; i += 2) {
      const [slot, day] = [list[i] as number, list[i + 1] as number];
      if (day <= today && ids[slot] !== '') (day >= from && day <= to ? ofYear : others).add(slot);
    }
    const slots = [...new Set([...ofYear, ...others])];
    const rest = folded.replace(written, ' ').trim();
    return slots.length > 0 ? { slots, first: ofYear.size, ...(rest && { rest }) } : undefined;
  }

  private noteCode(key: string, slot: number, { ids }: Entries): void {
    this.fewest = Math.min(this.fewest, digitsIn(key));
    const first = this.codes.get(key);
    if (first === undefined || ids[first] === '') this.codes.set(key, slot);
    else this.more.set(key, [...(this.more.get(key) ?? []), slot]);
  }

  /** Folded number and suffix; decisions are many times written alike. */
  private decisionKey(text: string): string | undefined {
    if (this.keys.has(text)) return this.keys.get(text);
    const read = readDecision(text);
    const key = read && `${fold(read.number)}/${read.suffix ? fold(read.suffix).replaceAll(' ', '-') : 'qd-ubnd'}`;
    this.keys.set(text, key);
    return key;
  }
}

/** A code without its leading zeros ('8-2260-2-2026') as it is written out; undefined for anything else. */
function padded(q: string): string | undefined {
  const [, province, district, commune, ...rest] = /(?:^|\s)(\d{1,2})\D(?:(\d{1,3})\D)?(\d{1,5})\D(\d{1,6})\D(20\d{2})\s*$/.exec(q) ?? [];
  if (!province || !commune) return undefined;
  return [province.padStart(2, '0'), district?.padStart(3, '0') ?? '', commune.padStart(5, '0'), ...rest].join('');
}

function digitsIn(text: string): number {
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) n++;
  }
  return n;
}
