export const WEB_FLAGS: string[];
export const WEB_ENV: Record<string, string>;
