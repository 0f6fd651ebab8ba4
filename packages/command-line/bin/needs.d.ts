export declare function isCurrent(version: string): boolean;
export declare function whyNotOn(platform: string): string | undefined;
export declare function whyNotWith(version: string): string | undefined;
