/** What serves the page. */
export const NAME = 'observatory';
