export const WEB_FLAGS: string[];
