/** What stands between two parts of a line, and never at the head of one. */
const BETWEEN = [' · ', ' – '];
/** Where a blank is what somebody wrote, not how it is set. */
const KEPT = /<(?:textarea|title|option|pre)\b/y;

/** The page with every part of a line holding on to the dot or dash that follows it; attributes and what people wrote in fields stay as they are. */
export function heldTogether(html: string): string {
  let page = html;
  for (const mark of BETWEEN) {
    let made = '';
    let from = 0;
    for (let at = page.indexOf(mark); at >= 0; at = page.indexOf(mark, at + 1)) {
      const tag = page.lastIndexOf('<', at);
      KEPT.lastIndex = tag;
      if (tag > page.lastIndexOf('>', at) || KEPT.test(page)) continue;
      made += `${page.slice(from, at)}\u00a0`;
      from = at + 1;
    }
    page = made + page.slice(from);
  }
  return page;
}
