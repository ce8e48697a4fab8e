// Texts of the time before Unicode, written for fonts such as .VnTime (TCVN3) or VNI-Times: 'G¹o' is no word. They are named, not guessed at.

/** Letters that only a Vietnamese text in Unicode holds: where one stands, the text is no old one. */
const UNICODE = /[ăđơưĂĐƠƯ\u1ea0-\u1ef9]/u;
const TCVN3 = /[A-Za-z][µ¸¶·¹¨»¾¼½©ª«¬®][a-z]/u;
const VNI = /[AEOUYaeouy][ûõ]|[AEae][åä]|[ao]â[a-z]|eâ[a-z]|öô|ñ[aeiouö]/u;

/** The table of characters that a text seems to be written for; undefined for any ordinary text. */
export function legacyFont(text: string): 'TCVN3' | 'VNI' | undefined {
  if (UNICODE.test(text)) return undefined;
  return TCVN3.test(text) ? 'TCVN3' : VNI.test(text) ? 'VNI' : undefined;
}
