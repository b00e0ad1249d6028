/* Everything below only makes quicker what works without it. */
import "./appearance.js";
import "./command.js";
import "./draft.js";
import "./insert.js";
import "./keyboard.js";
import "./letters.js";
import "./list.js";
import "./live.js";
import "./meeting.js";
import "./menus.js";
import "./notices.js";
import "./thread.js";
import "./times.js";
import "./toasts.js";
import "./wish.js";
