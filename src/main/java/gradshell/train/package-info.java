/// One visible loop, and what it measures.
package gradshell.train;
