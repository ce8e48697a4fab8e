import { NATION } from '#server/modules/identity/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Lang } from '#shared/lang.ts';
import { identityWords } from '#shared/messages/identity.ts';

/** 'Xã Phúc Thọ, Thành phố Hà Nội'. */
export function unitName(territory: Territory, unit: string, lang: Lang): string {
  if (unit === NATION) return identityWords(lang).nation;
  const commune = territory.commune(unit);
  const province = territory.province(commune?.provinceCode ?? unit, 34)?.fullName ?? unit;
  return commune ? `${commune.fullName}, ${province}` : province;
}
