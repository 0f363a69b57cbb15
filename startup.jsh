import static gradshell.Dsl.*;
import gradshell.tensor.*;
import gradshell.nn.*;
import gradshell.optim.*;
import gradshell.data.*;
import gradshell.train.*;
import java.util.*;
