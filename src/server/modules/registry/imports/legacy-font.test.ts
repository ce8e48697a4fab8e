import { expect, it } from 'vitest';
import { legacyFont } from './legacy-font.ts';

it('knows the texts of old fonts', () => {
  for (const text of [
    'Tªn s¶n phÈm',
    'G¹o nÕp',
    'Hîp t¸c x· n«ng nghiÖp',
    'Chñ thÓ s¶n xuÊt',
    'C¬ së',
    'KhÈu xÐn',
    '®Ëu',
    '§¨k Kan',
    'Gµ',
    'BÐp',
  ])
    expect(legacyFont(text)).toBe('TCVN3');
  for (const text of [
    'Teân saûn phaåm',
    'Gaïo neáp caåm',
    'Hôïp taùc xaõ noâng nghieäp',
    'Baùnh traùng',
    'Haït ñieàu',
    'Hoä Phuù',
    'Seâ San',
    'tænh',
  ])
    expect(legacyFont(text)).toBe('VNI');
});

it('leaves other texts alone', () => {
  const texts = [
    'Ladodetox® Purebody',
    'Gạo nếp',
    'Gao nep',
    'HTX ABC',
    'Cà phê',
    'Trà Ô long',
    'Hà Nam',
    'Hồ tiêu',
    'Café',
    'Citroën',
    'Gao · nep',
    'CAFÉ',
    'Sô-cô-la',
    'Nho',
    'Naïve',
    'Sen©',
    '«Sen»',
    'MAX×2',
    'HTX Sen¹',
    '10µg',
  ];
  for (const text of texts) expect(legacyFont(text), text).toBeUndefined();
});
