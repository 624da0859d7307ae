/// The life of a task: one piece of work that one worker does at a time.
///
/// Life cycle and step are different things. The life cycle ([TaskState]) says who holds the task;
/// the step ([Step]) says how far the holder has come. Times come with the events.
@NullMarked
package org.cardshop.core.task;

import org.jspecify.annotations.NullMarked;
