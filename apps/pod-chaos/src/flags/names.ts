/** Whether a text can be the name of a namespace or a container: RFC 1123's label. */
export function isLabelName(text: string): boolean {
  return /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
}

/** Whether a text can be the name of a pod or a node: RFC 1123's subdomain. */
export function isObjectName(text: string): boolean {
  return (
    text.length <= 253 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(text)
  );
}

/** Whether a text can be the name of a network interface, by Linux's own rule: 1 to 15 bytes, no slash, no blank. */
export function isInterfaceName(text: string): boolean {
  return /^[^\s/:]{1,15}$/.test(text) && Buffer.byteLength(text) <= 15 && text !== '.' && text !== '..';
}
