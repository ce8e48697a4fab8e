// The address of a recognition's certificate: the product and the first day. Both never change once published, and the pair is unique.

/** `7K2M9QXD-20260115`: URL-safe, unique for each recognition. The printed decision number is a field, not the address. */
export const certificateId = (productId: string, validFrom: string): string => `${productId}-${validFrom.replaceAll('-', '')}`;
