// Texts of the time before Unicode, written for fonts such as .VnTime (TCVN3) or VNI-Times: 'G¹o' is no word. They are named, not guessed at.

/** Letters that only a Vietnamese text in Unicode holds: where one stands, the text is no old one. */
const UNICODE = /[ăđơưĂĐƠƯ\u1ea0-\u1ef9]/u;
/** Signs and capitals of western fonts inside words: 'G¹o', 'Gµ', 'MiÕn', 'BÐp'; đ begins a word: '®Ëu'. */
const TCVN3 = new RegExp(
  [
    '[A-Za-z][·¹»©®×](?=[a-z])',
    '[A-Za-z][µ¸¶¨¼½¾ª«¬]',
    '[a-z][ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖØÜÝÞ]',
    '[A-Z][ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖØÜÝÞ](?=[a-z])',
    '(?<!\\p{L})[®§¡¢£¤¥¦](?=[\\p{L}¨©µ¸])',
  ].join('|'),
  'u',
);
/** The mark stands behind its vowel: 'saûn', 'taùc', 'Haït', 'ñieàu'. */
const VNI =
  /[AEOUYaeouy][ûõ]|[AEae][åä]|oä|[ao]â[a-z]|eâ|öô|(?:ñ|(?<!\p{L})Ñ)[aeiouöô]|[AEOUYaeouy]ø|[AEaeUYuy]ù|[ouOUyY]ï|[AaEe]ï[tpnmcuoyi]|[a-z]æ[a-z]/u;

/** The table of characters that a text seems to be written for; undefined for any ordinary text. */
export function legacyFont(text: string): 'TCVN3' | 'VNI' | undefined {
  if (UNICODE.test(text)) return undefined;
  return TCVN3.test(text) ? 'TCVN3' : VNI.test(text) ? 'VNI' : undefined;
}
