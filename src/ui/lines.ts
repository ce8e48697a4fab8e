/** A blank before what stands between two parts of a line; a block of the template may begin in between. */
const BEFORE = / ((?:<!--[^>]*-->)*[·–] )/g;
/** Where a blank is what somebody wrote, not how it is set. */
const KEPT = /^<(?:textarea|title|option|pre)\b/;

/** The page with every part of a line holding on to the dot or dash that follows it; attributes and what people wrote in fields stay as they are. */
export const heldTogether = (html: string): string =>
  html.replace(BEFORE, (found, rest: string, at: number) => {
    const tag = html.lastIndexOf('<', at);
    const inside = tag > html.lastIndexOf('>', at) || KEPT.test(html.slice(tag, tag + 10));
    return inside ? found : `\u00a0${rest}`;
  });
