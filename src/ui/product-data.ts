// A product in the words of schema.org. The recognition stands as an award; there is no invented rating, price or offer.
import type { Lang } from '#shared/lang.ts';
import { type CardView, holds } from './view.ts';

type Input = {
  product: CardView & {
    code: string | null;
    decisionNo: string | null;
    addresses: { mapped: { commune: string | null; province: string } };
  };
  lang: Lang;
  address: string;
  description: string;
  starLabel: string;
  setName: string;
};

/** The award only while the star is in force. */
export function productData({ product, lang, address, description, starLabel, setName }: Input): object {
  const inForce = holds(product.status);
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: product.name,
    description,
    url: address,
    inLanguage: lang,
    category: setName,
    ...(product.code ? { sku: product.code } : {}),
    productID: product.id,
    ...(inForce ? { award: `OCOP ${starLabel}${product.decisionNo ? ` (${product.decisionNo})` : ''}` } : {}),
    manufacturer: { '@type': 'Organization', name: product.producer.name },
    countryOfOrigin: { '@type': 'Country', name: 'Việt Nam' },
    hasCertification: inForce
      ? {
          '@type': 'Certification',
          name: `OCOP ${starLabel}`,
          certificationIdentification: product.decisionNo ?? product.id,
          expires: product.validUntil,
          certificationStatus: 'CertificationActive',
        }
      : undefined,
  };
}
