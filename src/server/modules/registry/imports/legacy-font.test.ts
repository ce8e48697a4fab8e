import { expect, it } from 'vitest';
import { legacyFont } from './legacy-font.ts';

it('knows the texts of old fonts', () => {
  for (const text of ['Tªn s¶n phÈm', 'G¹o nÕp', 'Hîp t¸c x· n«ng nghiÖp', 'Chñ thÓ s¶n xuÊt']) expect(legacyFont(text)).toBe('TCVN3');
  for (const text of ['Teân saûn phaåm', 'Gaïo neáp caåm', 'Hôïp taùc xaõ noâng nghieäp']) expect(legacyFont(text)).toBe('VNI');
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
  ];
  for (const text of texts) expect(legacyFont(text), text).toBeUndefined();
});
