/** First pause before what failed is tried again, and after which it is given up, in ms. */
const FIRST_MS = 250;
const LONGEST_MS = 8_000;

/**
 * Loads a part of the page, again where that fails: a browser breaks off what is under way when the machine's network changes, and a
 * server may just be starting again. Throws what the last try threw.
 */
export async function tryAgain<T>(load: () => Promise<T>): Promise<T> {
  for (let pauseMs = FIRST_MS; ; pauseMs *= 2) {
    try {
      return await load();
    } catch (error) {
      if (pauseMs > LONGEST_MS) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, pauseMs);
      });
    }
  }
}
