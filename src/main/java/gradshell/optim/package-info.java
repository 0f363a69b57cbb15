/// Optimisers and schedules.
package gradshell.optim;
