// Texts from other keyboards and from documents: signs that nobody sees, letters of other scripts that look like ours, wide forms.
const ODD = /[\u00ad\u0370-\u04ff\u200b-\u200f\u2060\ufeff\uff01-\uff5e]/;
/** Cyrillic and Greek letters, each before the Latin one that it looks like. */
const PAIRS = 'аaеeоoрpсcуyхxіiјjѕsԁdкkмmтtвbнhαaοoρpυuνvιiκkτtАAЕEОOРPСCХXІIВBНHКKМMТTΑAΒBΕEΗHΙIΚKΜMΝNΟOΡPΤTΧXΥY';
const LATIN = new Map([...PAIRS.matchAll(/(.)(.)/gu)].map(([, like, letter]) => [like, letter] as const));

/** The text as it looks, in Latin letters. */
export function withoutOdd(text: string): string {
  if (!ODD.test(text)) return text;
  return text
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/gu, '')
    .replace(/[\u0370-\u04ff]/gu, (letter) => LATIN.get(letter) ?? letter)
    .replace(/[\uff01-\uff5e]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}
