// A POST when an experiment begins and when it is over.
export { hookName, readHookUrl, sendHook } from './send-hook.ts';
export {
  HOOK_TEMPLATES,
  ownTemplate,
  type HookBody,
  type HookStory,
  type HookTemplate,
} from './templates.ts';
