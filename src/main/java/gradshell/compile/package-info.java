/// A recorded function turned into fused loops and planned memory, and replayed.
package gradshell.compile;
